package seal

import "testing"

func TestAPrincipalIsWrittenAsOneName(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"ann@example.org": "ann@example.org", "Ann Smith": `"Ann Smith"`, "#ann": `"#ann"`, "zoë": "zoë", "a!b": "a!b",
		"": "", " ": "", " ann": "", "a\tb": "", "a\nb": "", "*": "", "ann,bob": "", "a?": "", "!ann": "", `a"b`: "",
	} {
		got, err := PrincipalField(name)
		if got != want || (err == nil) != (want != "") {
			t.Errorf("PrincipalField(%q) = %q, %v, want %q", name, got, err, want)
		}
	}
}

func TestStockReadsOurPrincipals(t *testing.T) {
	t.Parallel()
	k := newStock(t)
	s, public := key(t, 'a')
	sig := k.write("sig", sign(t, s, Namespace, canonical))
	for _, name := range []string{"ann@example.org", "Ann Smith", "#ann", "zoë of x", `a\b`} {
		field, err := PrincipalField(name)
		if err != nil {
			t.Fatal(err)
		}
		allowed := k.write("allowed", []byte(field+` namespaces="modelgate" `+public+"\n"))
		k.must(canonical, "-Y", "verify", "-f", allowed, "-I", name, "-n", Namespace, "-s", sig)
		if _, err := Verify([]byte(canonical), k.read("sig"), parseAllowed(t, string(k.read("allowed"))), Demand{Namespace, name, noon()}); err != nil {
			t.Errorf("%q: we refuse our own line: %v", name, err)
		}
	}
}
