# How long, and of what kind: the same SEED is the same kind of run.
MINUTES ?= 60
SEED ?= $(shell date +%s)

# Kills goodturn's processes under load, and reports what came of it. With
# MONGODB_URI it uses that server, and a pretend one otherwise.
.PHONY: torture
torture:
	go test -count=1 -timeout 0 -parallel 4 -v -run 'Torture|Rolling' ./internal/torture -command -minutes $(MINUTES) -seed $(SEED)
