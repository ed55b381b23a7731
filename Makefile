.PHONY: help
help: ## List the targets.
	@awk -F ': ## ' '/^[a-z-]+: ## / { printf "make %-15s %s\n", $$1, $$2 }' Makefile

.PHONY: demo
demo: ## Run the demo against a fake of the API; with LIVE=1 and UGC_API_KEY, against the real one.
	go run ./internal/demo

.PHONY: test
test: ## Run all tests, with the race detector if there is a C compiler.
	go run ./internal/dev test

.PHONY: generate
generate: ## Generate Go from api/openapi.yaml.
	go run ./internal/dev generate

.PHONY: faults
faults: ## Print the fault matrix: every fault on every operation, and creates by this and other clients.
	go run ./internal/dev faults

.PHONY: docs
docs: ## Render the API document as a page that works offline: docs/api.html.
	go run -C internal/docs . -document ../../api/openapi.yaml -out ../../docs/api.html

.PHONY: cover
cover: ## Print the coverage of the client, and fail if a package has too little.
	go run ./internal/cover

.PHONY: validate
validate: ## Check api/openapi.yaml against OpenAPI and the project's rules.
	go run ./internal/dev validate

.PHONY: check-generate
check-generate: ## Fail if a generated file differs from what the document generates.
	go run ./internal/dev check-generate

.PHONY: breaking
BASE ?= testdata/released/openapi.yaml
breaking: ## Report what changed since BASE, a file or a git ref; fail on a break that is not acknowledged.
	go run ./internal/dev breaking -base $(BASE)

.PHONY: regenerate
regenerate: ## Validate, compare with BASE, generate, build and test; print what is left to do.
	go run ./internal/dev regenerate -base $(BASE)

.PHONY: surface
surface: ## Compare the exported Go names with the last release.
	go run ./internal/dev surface

.PHONY: lint
lint: ## Run golangci-lint.
	go run ./internal/dev lint

.PHONY: check
check: ## Run every check.
	go run ./internal/dev check

.PHONY: release-check
release-check: ## Run every check for VERSION, store it as released, and print what to tag.
	go run ./internal/dev release-check -version "$(VERSION)"

.PHONY: bench
bench: ## Compare the speed of this client with others, and write internal/bench/RESULTS.md.
	go run -C internal/bench .
