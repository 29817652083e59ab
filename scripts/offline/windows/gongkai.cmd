@echo off
chcp 936 >nul
set PYTHONUTF8=1
"%~dp0venv\Scripts\gongkai.exe" %*
