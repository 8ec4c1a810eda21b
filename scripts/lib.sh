# shellcheck shell=sh
# The environment of the scripts: a virtual environment in .venv that holds what requirements/ lists and this package.
# Sourced with $root set to the checkout. Messages go to standard error, in Chinese.

venv=$root/.venv

# Python reads the place of the checkout, which may be Chinese, in the encoding of the locale.
case $(locale charmap 2>/dev/null) in
    UTF-8) ;;
    *) export LC_ALL=C.UTF-8 ;;
esac

say() { printf '%s\n' "$*" >&2; }

fail() {
    say "$*"
    exit 2
}

# find_python: sets $python to the first Python of at least 3.11 that can make virtual environments.
find_python() {
    for python in python3 python3.14 python3.13 python3.12 python3.11 python; do
        if "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            "$python" -c 'import ensurepip, venv' 2>/dev/null && return
            fail "$("$python" -V) 缺少 venv 模块，建不了运行环境。Debian、Ubuntu 请先运行：apt install python3-venv"
        fi
    done
    fail "需要 Python 3.11 或更新的版本（现有：$(python3 -V 2>/dev/null || echo 无)）。请安装后再运行。"
}

# quietly LABEL COMMAND…: runs COMMAND behind one line of progress; shows its output only if it fails.
quietly() {
    printf '%s' "$1" >&2
    shift
    log=$(mktemp)
    # the dots, not COMMAND, go to the background: an interrupt has to reach COMMAND
    while sleep 1 && kill -0 $$ 2>/dev/null; do printf '.'; done >&2 &
    dots=$!
    trap 'kill "$dots" 2>/dev/null || :; rm "$log"; say; exit 130' INT TERM
    if ("$@") >"$log" 2>&1 </dev/null; then outcome=; else outcome=failed; fi
    trap - INT TERM
    kill "$dots" && wait "$dots" 2>/dev/null || :
    if [ -n "$outcome" ]; then
        say ' 失败，输出如下：'
        cat "$log" >&2
        rm "$log"
        fail "安装没有完成。请检查网络与磁盘空间，再运行一次即可接着装。"
    fi
    rm "$log"
    say ' 完成'
}

pip_install() { "$venv/bin/python" -m pip --quiet --disable-pip-version-check --no-input install "$@"; }

# Everything is checked against its hash. No build isolation: it would fetch build tools that nobody has pinned.
install_locked() { pip_install --require-hashes --no-build-isolation --use-pep517 -r "$root/requirements/$1.txt"; }

install_runtime() {
    install_locked build && install_locked runtime &&
        pip_install --no-deps --no-build-isolation --editable "$root"
}

install_test() { install_locked test; }

# once LABEL NAME FILE…: runs install_NAME unless it was done with these very FILEs before.
once() {
    label=$1
    name=$2
    shift 2
    if ! cat "$@" | cmp -s - "$venv/$name.stamp"; then
        quietly "$label" "install_$name"
        cat "$@" >"$venv/$name.stamp"
    fi
}

# A virtual environment knows its own place and its Python: moved or upgraded, it has to be made anew.
make_venv() {
    origin="$venv $("$venv/bin/python" -V 2>/dev/null || :)"
    if [ "$(cat "$venv/origin" 2>/dev/null || :)" != "$origin" ]; then
        find_python
        say "正在用 $("$python" -V) 建立运行环境 ${venv##*/}"
        "$python" -m venv --clear "$venv" >&2 || fail "建不了运行环境 $venv。请检查磁盘空间和文件夹的写权限。"
        printf '%s\n' "$venv $("$venv/bin/python" -V)" >"$venv/origin"
    fi
}

make_environment() {
    make_venv
    once '正在安装所需的库（第一次约一分钟）' runtime \
        "$root/requirements/build.txt" "$root/requirements/runtime.txt" "$root/pyproject.toml"
}

# The same environment: test.txt is locked on top of runtime.txt, so the tests run what a site owner runs.
add_test_tools() { once '正在安装测试工具' test "$root/requirements/test.txt"; }

install_bench() { install_locked build && install_locked bench; }

# What scripts/bench compares with, in an environment of its own: what it needs must not decide what a site owner runs.
make_bench_environment() (
    venv=$root/.venv-bench
    make_venv
    once '正在安装用来比较的工具' bench "$root/requirements/build.txt" "$root/requirements/bench.txt"
)
