# 使いかたは「make」だけで出ます。必要なのは Python 3.11 以上と make です（git はなくても動きます）。
# The two commands that matter: make site, make test.

PY ?= python3
PYTHON := .venv/bin/python

# The theme prints an advertisement for its successor at every build.
export NO_MKDOCS_2_WARNING := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1

LOCK := $(PYTHON) -m uv pip compile pyproject.toml --universal --python-version 3.11 \
	--generate-hashes --no-emit-index-url --no-header --quiet $(if $(UPGRADE),--upgrade)

.DEFAULT_GOAL := help
# Two targets of one call must not make .venv at the same time.
.NOTPARALLEL:
.PHONY: help site test test-weekly check html serve handouts zip lock freeze links bench clean venv venv-test venv-html

help:
	@echo 'make site    サイトを site/ に作ります'
	@echo 'make test    サイトを作り、すべてのテストをします'
	@echo 'make check   データ・言葉・リンクだけを確かめます（ページを書く人用、1分以内）'
	@echo 'make html    サイトを作り、すべてのページのHTMLを、W3Cの検査のプログラムで調べます（Java が要ります）'
	@echo 'make review  main とくらべて、直すところと、動く日付とページを出します（1分ほど）'
	@echo 'make serve   書きながら見ます（http://127.0.0.1:8000/、終わるときは Ctrl+C）'
	@echo 'make handouts サイトを作り、配る紙のPDFを足します（Chromium と日本語のフォントが要ります）'
	@echo 'make zip     site/ を、フォルダーからも読める dist/…zip にします'
	@echo 'make lock    pyproject.toml を変えたあと、requirements*.txt を作り直します（UPGRADE=1 で全部を新しく）'
	@echo 'make freeze  新しいページの住所とデータの項目を、約束の一覧(data/)に書き足します'
	@echo 'make links   外のリンクが開けるかを、1つのサイトに1つずつたずねます（6分ほど。毎週、自動でします）'
	@echo 'make bench   かかる時間を測ります'
	@echo 'make successor 次のテーマの候補でもサイトを作り、いまのサイトとくらべます'
	@echo 'make clean   site/ と dist/ と .venv と .cache を消します'

# Never add -q to a strict build: it hides the warnings that strict counts.
site: venv
	.venv/bin/mkdocs build --strict

test: venv-test site
	CHROME="$$($(PYTHON) tools/ensure_browser.py)" && export CHROME && $(PYTHON) -m pytest -n auto --dist worksteal $(ARGS)

test-weekly: venv-test
	CHROME="$$($(PYTHON) tools/ensure_browser.py)" && export CHROME && $(PYTHON) -m pytest -m weekly $(ARGS)

check: venv
	$(PYTHON) -m kigen check
	$(PYTHON) -m kigen prose
	.venv/bin/mkdocs build --strict

# Java: Debian and Ubuntu have it as default-jre-headless (root gets it without asking).
html: venv-html site
	$(PYTHON) tools/check_html.py

# What the pull request will say: what to mend, which dates and pages move. BASE=v1.0 compares with
# that version instead of main.
.PHONY: review
review: venv
	$(PYTHON) -m tools.review $(or $(BASE),main)

# While writing, a mistake is shown in the page instead of ending the preview.
serve: venv
	MACROS_FAIL=false .venv/bin/mkdocs serve $(ARGS)

# The Chromium of the tests prints them. Debian and Ubuntu: apt-get install chromium fonts-noto-cjk
# (root gets them without asking). A site without the PDFs has no link to one.
handouts: venv-test site
	CHROME="$$($(PYTHON) tools/ensure_browser.py)" && export CHROME && $(PYTHON) tools/handouts.py

# Packs site/ as it is, with the PDFs if they are there, so that it needs no browser.
zip: venv
	$(PYTHON) tools/zip_site.py

# The other locks are held to the versions of the site lock.
lock: venv-test
	$(LOCK) --output-file requirements.txt
	$(LOCK) --extra test --extra lock --constraint requirements.txt --output-file requirements-test.txt
	$(LOCK) --extra test --extra successor --constraint requirements-test.txt --output-file requirements-successor.txt
	$(LOCK) --extra html --constraint requirements.txt --output-file requirements-html.txt

# Addresses made public are promises: a person adds the new ones, nobody removes any.
freeze: site
	$(PYTHON) -m postbuild freeze site "$$($(PYTHON) -c 'from kigen.clock import today; print(today())')"
	$(PYTHON) -m kigen freeze

# Error 3: something to mend, see the report. Never part of make test: it asks other people.
links: venv
	$(PYTHON) tools/links.py $(ARGS)

bench: venv-test
	$(PYTHON) tools/bench.py $(ARGS)

# Why, and what to look for: decisions/0015-successor.md. It has a .venv of its own, so that trying
# a newer version changes nothing else. BROWSER=1 opens the result in Chromium, too. The test left
# out measures a phone, on which the 15 px that the next theme keeps for a scroll bar are none.
.PHONY: successor
successor: export VENV := .venv-successor
successor:
	@$(call ensure,requirements-successor.txt)
	$(VENV)/bin/python -m tools.successor
ifdef BROWSER
	CHROME="$$($(VENV)/bin/python tools/ensure_browser.py)" && export CHROME && \
	$(VENV)/bin/python -m pytest --successor \
		tests/test_browser.py tests/test_search.py tests/test_check_form.py tests/test_ask.py \
		--deselect 'tests/test_browser.py::test_the_essential_columns_need_no_sideways_scroll_on_a_phone'
endif

clean:
	rm -rf site dist .venv .venv-successor .cache

venv:
	@$(call ensure,requirements.txt)

venv-test:
	@$(call ensure,requirements.txt requirements-test.txt)

venv-html:
	@$(call ensure,requirements.txt requirements-html.txt)

define ensure
command -v $(PY) >/dev/null || { echo 'Python が見つかりません。Python 3.11 以上を入れてから、もう一度実行してください。' >&2; exit 1; }; \
$(PY) tools/ensure_venv.py $(1)
endef
