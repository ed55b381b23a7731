.PHONY: help
help: ## List the targets.
	go run ./internal/dev help

.PHONY: demo
demo: ## Run the demo against a fake of the API; LIVE=1 with UGC_API_KEY runs it against the real one.
	go run ./internal/demo

.PHONY: test
test: ## Run all tests, with the race detector where there is a C compiler.
	go run ./internal/dev test

.PHONY: generate
generate: ## Turn api/openapi.yaml into Go.
	go run ./internal/generate

.PHONY: faults
faults: ## Print the fault matrix: every fault on every operation, and the same creates by other clients.
	go run ./internal/dev faults

.PHONY: docs
docs: ## Render the API document as a page that opens offline: docs/api.html.
	go run -C internal/docs . -document ../../api/openapi.yaml -out ../../docs/api.html

.PHONY: cover
cover: ## Print the coverage of the client; fails below 95 %.
	go run ./internal/cover

.PHONY: validate
validate: ## Hold api/openapi.yaml against OpenAPI and the project's rules.
	go run ./internal/dev validate

.PHONY: check-generate
check-generate: ## Fail when a generated file is not what the document gives.
	go run ./internal/dev check-generate

.PHONY: breaking
BASE ?= testdata/released/openapi.yaml
breaking: ## Report what changed since BASE, a file or a git ref; fails on a break that is not acknowledged.
	go run ./internal/dev breaking -base $(BASE)

.PHONY: regenerate
regenerate: ## Take a change of the document all the way, and say what is left to do.
	go run ./internal/dev regenerate -base $(BASE)

.PHONY: surface
surface: ## Compare the exported Go names with the last release.
	go run ./internal/dev surface

.PHONY: lint
lint: ## Run golangci-lint.
	go run ./internal/dev lint

.PHONY: check
check: ## Run every gate.
	go run ./internal/dev check

.PHONY: release-check
release-check: ## Run every gate for VERSION, keep it as released, and say what to tag.
	go run ./internal/dev release-check -version "$(VERSION)"

.PHONY: bench
bench: ## Measure this client beside its peers, and write internal/bench/RESULTS.md.
	go run -C internal/bench .
