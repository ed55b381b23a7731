.PHONY: help
help: ## List the targets.
	@sed -n "s/^\([a-z-]*\):.*## /\1\t/p" Makefile

.PHONY: demo
demo: ## Run the demo against a fake of the API; LIVE=1 with UGC_API_KEY runs it against the real one.
	go run ./internal/demo

.PHONY: test
test: ## Run all tests with the race detector.
	go test -race -timeout 20m ./...

.PHONY: generate
generate: ## Turn api/openapi.yaml into Go.
	go run ./internal/generate

.PHONY: faults
faults: ## Print the table of truth: every fault on every operation, and creates under mixed faults.
	go test ./ugcinc -run 'TestFaults|TestEffectivelyOnce' -count=1 -v -timeout 30m -faults.seeds=1000 -faults.creates=10000

.PHONY: docs
docs: ## Render the API document as a page that opens offline: docs/api.html.
	go run -C internal/docs . -document ../../api/openapi.yaml -out ../../docs/api.html

.PHONY: cover
cover: ## Print the coverage of the client; fails below 95 %.
	go run ./internal/cover
