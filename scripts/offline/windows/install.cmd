@echo off
chcp 936 >nul
cd /d "%~dp0"
set PYTHONUTF8=1
echo 正在安装 gongkai，不用联网，大约一两分钟。
py -3 -c "import sys; sys.exit(sys.version_info < (3, 11))" || goto nopython
py -3 -m venv venv || goto failed
venv\Scripts\python.exe -m pip install --disable-pip-version-check --no-index --find-links wheels gongkai || goto failed
venv\Scripts\gongkai.exe --version || goto failed
echo 装好了。双击 start.cmd 开始。
goto :eof

:nopython
echo 没有找到 Python 3.11 或更新的版本（64 位）。请先安装 Python，见“安装说明.txt”第一步。
exit /b 3

:failed
echo 没有装好。请把上面的话连同“安装说明.txt”交给信息中心的同事。
exit /b 3
