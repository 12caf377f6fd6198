# Outlay: what one can do here. `make` or `make help` lists it.
#
#   make run        install what is missing, build, settle the 2017 baseline into results/baseline
#   make build      build for release
#   make test       every check: format, warnings as errors, unit tests, policy cases, command line
#   make test-slow  the slow tier: property tests over millions of claims, built for release
#   make bench      measure the engine beside the machine's limits, and print a table
#   make bench-check  the same, and fail where a committed threshold is passed
#   make format     put the sources into the house's format
#   make lint       check the format
#   make golden     write the golden texts of the command line anew
#   make protos     write the code of the protos anew (needs protoc); protos-check tells whether it is current
#   make test-clients  speak to the built server with Python's own gRPC
#   make clean      remove what was built and the results
#   make setup      install what is missing

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

PACKAGES := libopenblas-dev libsqlite3-dev pkg-config
SOURCES := Package.swift Sources Tests Benchmarks/Package.swift Benchmarks/Benchmarks Benchmarks/Sources
POLICY := Scenarios/policies/cixi-2017-06
SLOW := --configuration release --scratch-path .build/slow -Xswiftc -enable-testing

.PHONY: help setup build run test test-slow bench bench-check format lint golden protos protos-check \
  test-clients clean

help:
	@sed -n 's/^#   //p' Makefile

setup:
	@command -v swift > /dev/null || { echo "Swift 6.2 or later is needed: https://www.swift.org/install" >&2; exit 1; }
	@missing=(); \
	for package in $(PACKAGES); do \
	  dpkg-query --show --showformat='$${Status}' "$$package" 2> /dev/null | grep -q 'ok installed' || missing+=("$$package"); \
	done; \
	python3 -c 'import ensurepip' 2> /dev/null || missing+=(python3 python3-venv); \
	if (( $${#missing[@]} )); then \
	  as_root=; if (( EUID != 0 )); then as_root=sudo; fi; \
	  $$as_root apt-get update -qq; \
	  DEBIAN_FRONTEND=noninteractive $$as_root apt-get install -qq --yes --no-install-recommends "$${missing[@]}"; \
	fi

build: setup
	swift build --configuration release --product outlay

run: build
	.build/release/outlay run Scenarios/cixi-2017-baseline.yaml --out results/baseline

test: setup lint
	swift build --build-tests
	swift test --skip-build
	.build/debug/outlay validate Scenarios/*.yaml
	.build/debug/outlay test $(POLICY)/tests
	$(MAKE) --no-print-directory test-clients

test-slow: setup
	swift build $(SLOW) --build-tests
	OUTLAY_SLOW_TESTS=1 swift test $(SLOW) --skip-build

bench: setup
	Benchmarks/measure.sh

bench-check: setup
	Benchmarks/measure.sh --check

format:
	swift format --configuration .swift-format --in-place --recursive --parallel $(SOURCES)

lint:
	swift format lint --configuration .swift-format --strict --recursive --parallel $(SOURCES)

golden:
	swift build --build-tests
	OUTLAY_UPDATE_GOLDEN=1 swift test --skip-build --filter OutlayTests
	git diff --stat -- Tests/OutlayTests/Resources/golden

protos:
	Sources/SimulationAPI/generate.sh

protos-check:
	Sources/SimulationAPI/generate.sh --check

test-clients: setup
	swift build --product outlay
	python3 -m venv .build/clients
	.build/clients/bin/pip install --quiet --requirement Tests/Clients/python/requirements.txt
	GRPC_VERBOSITY=NONE .build/clients/bin/python Tests/Clients/python/test_service.py .build/debug/outlay

clean:
	rm -rf .build Benchmarks/.build results
