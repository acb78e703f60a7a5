# Every target is a task of ./run, which also works where make is absent.
.PHONY: demo test spark browser services check docs setup lock
demo test spark browser services check docs setup:
	@./run $@
lock:
	@scripts/lock
