package change

import "time"

// A Range is the commits between a base and a head, and who stands behind them.
type Range struct {
	Commits []Commit
	Author  *Account // the pull request's author; nil outside a pull request
	Local   bool     // decided from git alone, without the accounts the API knows
}

// A Commit is what is known of one commit that touches a governed file.
type Commit struct {
	ID        string
	Paths     []string // the governed files it touches
	Author    Person
	Committer Person
	Trailers  []Trailer
	Time      time.Time // of the commit
}

// A Person is a name and address as git records them, and the account linked
// to them, where the API knows one.
type Person struct {
	Name, Email string
	Account     Account
}

// An Account is a GitHub account. Type is "User", "Bot" or "Organization";
// both fields are empty when unknown.
type Account struct{ Login, Type string }

// A Trailer is a line such as "Co-authored-by: name <address>".
type Trailer struct{ Key, Value string }
