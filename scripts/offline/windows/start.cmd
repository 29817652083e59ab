@echo off
chcp 936 >nul
cd /d "%~dp0"
set PYTHONUTF8=1
if not exist venv\Scripts\gongkai.exe call install.cmd || goto failed
if not exist content venv\Scripts\gongkai.exe new || goto failed
echo 打开下面的网址就能看到网页。用记事本修改 content 文件夹里的文件，保存后网页自动刷新。
echo 不看了，按 Ctrl+C，或者关掉这个窗口。
venv\Scripts\gongkai.exe serve || goto failed
goto :eof

:failed
pause
exit /b 3
