package main

import (
	"context"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"strings"
	"time"
)

// sbom writes an SPDX document of what a program links that imports the client
// and, in its tests, the fake. The root's go.mod names more: what generates and
// what tests.
func sbom(ctx context.Context, args []string) error {
	var text string
	if err := flags("sbom", args, func(f *flag.FlagSet) {
		f.StringVar(&text, "version", "", "the version of this module, as in v1.2.3")
	}); err != nil {
		return err
	}
	version, err := parseVersion(text)
	if err != nil {
		return err
	}
	linked, err := linkedModules(ctx, "./ugcinc/...")
	if err != nil {
		return err
	}
	// The commit's time and not today's, so that anyone gets the same bytes.
	committed, complaint, err := capture(ctx, "", "git", "log", "-1", "--format=%ct")
	if err != nil {
		return fmt.Errorf("git log: %w: %s", err, complaint)
	}
	var seconds int64
	if _, err := fmt.Sscan(committed, &seconds); err != nil {
		return fmt.Errorf("git log: %w", err)
	}
	sums, err := os.ReadFile("go.sum")
	if err != nil {
		return err
	}
	root := linkedModule{modulePath, version.String(), "."}
	doc, err := describe(root, linked, string(sums), time.Unix(seconds, 0))
	if err != nil {
		return err
	}
	out := json.NewEncoder(os.Stdout)
	out.SetIndent("", "  ")
	out.SetEscapeHTML(false)
	return out.Encode(doc)
}

// describe makes the document of a module and those that it links.
func describe(root linkedModule, linked []linkedModule, sums string, created time.Time) (*spdxDocument, error) {
	doc := &spdxDocument{
		SPDXVersion: "SPDX-2.3", DataLicense: "CC0-1.0", SPDXID: "SPDXRef-DOCUMENT",
		Name:              root.Path + " " + root.Version,
		DocumentNamespace: "https://" + root.Path + "/sbom/" + root.Version,
		CreationInfo:      spdxCreation{Created: created.UTC().Format(time.RFC3339), Creators: []string{"Tool: ugcinc-go-internal-dev"}},
	}
	for i, module := range append([]linkedModule{root}, linked...) {
		licence, err := licence(module.Dir)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", module.Path, err)
		}
		p := spdxPackage{
			SPDXID: fmt.Sprintf("SPDXRef-module-%d", i), Name: module.Path, VersionInfo: module.Version,
			DownloadLocation: "NOASSERTION", LicenseConcluded: licence, LicenseDeclared: licence, CopyrightText: "NOASSERTION",
			ExternalRefs: []spdxReference{{"PACKAGE-MANAGER", "purl", "pkg:golang/" + module.Path + "@" + module.Version}},
		}
		relation := spdxRelation{doc.SPDXID, "DESCRIBES", p.SPDXID}
		if i > 0 {
			relation = spdxRelation{doc.Packages[0].SPDXID, "DEPENDS_ON", p.SPDXID}
			sum, err := checksum(sums, module)
			if err != nil {
				return nil, err
			}
			p.Checksums = []spdxChecksum{{"SHA256", sum}}
			p.Comment = "The checksum is the h1 of go.sum, in hexadecimal: it is of the list of the module's files."
		}
		doc.Packages = append(doc.Packages, p)
		doc.Relationships = append(doc.Relationships, relation)
	}
	return doc, nil
}

// checksum is what go.sum holds of a module's files.
func checksum(sums string, module linkedModule) (string, error) {
	for line := range strings.Lines(sums) {
		sum, ok := strings.CutPrefix(line, module.Path+" "+module.Version+" h1:")
		if !ok {
			continue
		}
		raw, err := base64.StdEncoding.DecodeString(strings.TrimSpace(sum))
		if err != nil {
			return "", fmt.Errorf("go.sum: %s: %w", module.Path, err)
		}
		return hex.EncodeToString(raw), nil
	}
	return "", fmt.Errorf("go.sum has no checksum of %s %s", module.Path, module.Version)
}
