# The image holds the binary, git with its libraries, certificates, and
# nothing else: no shell, no package manager.
FROM golang:1.26-bookworm AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY cmd cmd
COPY internal internal
COPY schemas schemas
RUN CGO_ENABLED=0 go build -trimpath -ldflags="-s -w" -o /out/modelgate ./cmd/modelgate

FROM debian:bookworm-slim AS git
# git is in no base image; certificates are for GitHub's API.
RUN apt-get update -qq \
 && apt-get install -y -qq --no-install-recommends git ca-certificates
# Every sub-command that modelgate runs is built into git's one binary.
RUN mkdir -p /image/tmp /image/etc/ssl/certs \
 && for f in /usr/bin/git $(ldd /usr/bin/git | grep -o '/[^ ]*'); do \
      mkdir -p "/image$(dirname "$f")" && cp -L "$f" "/image$f" || exit 1; \
    done \
 && cp -L /etc/ssl/certs/ca-certificates.crt /image/etc/ssl/certs/ \
 && printf 'root:x:0:0:root:/tmp:/nonexistent\n' > /image/etc/passwd \
 && chmod 1777 /image/tmp

FROM scratch
COPY --from=git /image/ /
COPY --from=build /out/modelgate /usr/local/bin/modelgate
ENV PATH=/usr/local/bin:/usr/bin
# No USER: a Docker action runs as root, because the runner's command files
# and the checkout belong to another user (docs: Dockerfile support for GitHub
# Actions).
ENTRYPOINT ["/usr/local/bin/modelgate"]
CMD ["action"]
