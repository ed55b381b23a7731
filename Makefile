.PHONY: demo
demo: ## Run the demo against a fake of the API; LIVE=1 with UGC_API_KEY runs it against the real one.
	go run ./internal/demo
