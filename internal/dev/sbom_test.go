package main

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

const mit = "Permission is hereby granted, free of charge, to any person"

func TestDescribe(t *testing.T) {
	t.Parallel()
	root := linkedModule{"example.com/root", "v1.2.3", folder(t, map[string]string{"LICENSE": mit})}
	dep := linkedModule{"example.com/dep", "v0.1.0", folder(t, map[string]string{"LICENSE": "Apache License"})}
	const sums = "example.com/dep v0.1.0/go.mod h1:BBBB\nexample.com/dep v0.1.0 h1:AAEC\n"
	doc, err := describe(root, []linkedModule{dep}, sums, time.Unix(1, 0))
	if err != nil {
		t.Fatal(err)
	}
	if doc.CreationInfo.Created != "1970-01-01T00:00:01Z" {
		t.Errorf("created %s", doc.CreationInfo.Created)
	}
	type seen struct{ name, version, licence, sum, purl string }
	var got []seen
	for _, p := range doc.Packages {
		s := seen{p.Name, p.VersionInfo, p.LicenseDeclared, "", p.ExternalRefs[0].ReferenceLocator}
		for _, c := range p.Checksums {
			s.sum = c.Algorithm + " " + c.ChecksumValue
		}
		got = append(got, s)
	}
	want := []seen{
		{"example.com/root", "v1.2.3", "MIT", "", "pkg:golang/example.com/root@v1.2.3"},
		{"example.com/dep", "v0.1.0", "Apache-2.0", "SHA256 000102", "pkg:golang/example.com/dep@v0.1.0"},
	}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(seen{})); diff != "" {
		t.Error(diff)
	}
	relations := []spdxRelation{
		{"SPDXRef-DOCUMENT", "DESCRIBES", "SPDXRef-module-0"},
		{"SPDXRef-module-0", "DEPENDS_ON", "SPDXRef-module-1"},
	}
	if diff := cmp.Diff(relations, doc.Relationships); diff != "" {
		t.Error(diff)
	}
	_, err = describe(root, []linkedModule{dep}, "", time.Unix(1, 0))
	refuses(t, err, "go.sum has no checksum of example.com/dep v0.1.0")
}

func TestLinkedModules(t *testing.T) {
	t.Parallel()
	linked, err := linkedModules(t.Context(), "github.com/ugcinc/ugcinc-go/ugcinc")
	if err != nil {
		t.Fatal(err)
	}
	if len(linked) != 1 || linked[0].Path != "github.com/go-json-experiment/json" || linked[0].Version == "" || linked[0].Dir == "" {
		t.Errorf("a program links %+v", linked)
	}
}
