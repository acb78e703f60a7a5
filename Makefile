# Every target is a task of ./run, which also works where make is absent.
.PHONY: demo test spark browser services bluesky test-services check docs setup lock
demo test spark browser services bluesky check docs setup:
	@./run $@
test-services: services bluesky
lock:
	@scripts/lock
