package document

import (
	"net/url"
	"strings"
)

// information checks the head of the document.
func information(c *checker) {
	if version := at(c.root, "openapi"); version != nil && text(version) != "3.0.3" {
		c.report(version, "write 3.0.3, which the generator reads", "the document is OpenAPI %s", label(version))
	}
	if version := at(c.root, "info", "version"); version != nil && !versionForm.MatchString(text(version)) {
		c.report(version, "write it as MAJOR.MINOR.PATCH", "the version of the API is %s", label(version))
	}
	for _, part := range []string{"contact", "license"} {
		address := at(c.root, "info", part, "url")
		if u, err := url.Parse(text(address)); address != nil && (err != nil || u.Scheme != "https" || u.Host == "") {
			c.report(address, "write an https address with a host", "the url of %s is %s", part, label(address))
		}
	}
}

// servers: the key travels with every call, so the address takes no other
// scheme than https.
func servers(c *checker) {
	list := at(c.root, "servers")
	if len(items(list)) > 1 {
		c.report(list, "keep the one that users call", "%d servers", len(list.Content))
	}
	for _, server := range items(list) {
		address := at(server, "url")
		if address == nil {
			continue
		}
		u, err := url.Parse(text(address))
		if err != nil || u.Scheme != "https" || u.Host == "" || u.RawQuery != "" || u.Fragment != "" || u.User != nil {
			c.report(address, "write an https address with a host", "the server %s", label(address))
		} else if strings.HasSuffix(u.Path, "/") {
			c.report(address, "remove the slash at its end: paths start with one", "the server %s", label(address))
		}
	}
}

// security: one bearer key for everything is all that the client can send.
func security(c *checker) {
	schemes := at(c.root, "components", "securitySchemes")
	requirements := at(c.root, "security")
	if requirements != nil && len(items(requirements)) != 1 {
		c.report(requirements, "name the bearer key once", "security has %d entries", len(items(requirements)))
	}
	used := map[string]bool{}
	for _, requirement := range items(requirements) {
		if len(requirement.Content) != 2 {
			c.report(requirement, "name one scheme: every call needs the key and nothing else", "a security requirement with %d schemes", len(requirement.Content)/2)
		}
		for name, scopes := range members(requirement) {
			used[name.Value] = true
			if at(schemes, name.Value) == nil {
				c.report(name, "add it under components.securitySchemes or correct the name", "security names the unknown scheme %s", name.Value)
			}
			if scopes.Tag != "!!seq" || len(scopes.Content) > 0 {
				c.report(name, "write []", "the scheme %s has scopes", name.Value)
			}
		}
	}
	for name, scheme := range members(schemes) {
		if text(at(scheme, "type")) != "http" || text(at(scheme, "scheme")) != "bearer" {
			c.report(name, "write type: http and scheme: bearer, which is what the client sends", "the scheme %s is not a bearer token", name.Value)
		}
		if !used[name.Value] {
			c.report(name, "name it under security or remove it", "nothing uses the scheme %s", name.Value)
		}
	}
}
