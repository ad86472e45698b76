# The image holds the binary, git with what it needs, and certificates.
FROM golang:1.26-bookworm AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY cmd cmd
COPY internal internal
COPY schemas schemas
RUN CGO_ENABLED=0 go build -trimpath -ldflags="-s -w" -o /out/modelgate ./cmd/modelgate

FROM debian:bookworm-slim
# git is in no base image; certificates are for GitHub's API.
RUN apt-get update -qq \
 && apt-get install -y -qq --no-install-recommends git ca-certificates \
 && rm -rf /var/lib/apt/lists/*
COPY --from=build /out/modelgate /usr/local/bin/modelgate
# No USER: a Docker action runs as root, because the runner's command files
# and the checkout belong to another user (docs: Dockerfile support for GitHub
# Actions).
ENTRYPOINT ["/usr/local/bin/modelgate"]
CMD ["action"]
