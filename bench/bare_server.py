"""Serve the bare page under the options that the product uses."""

import os
from pathlib import Path

import streamlit as st
import uvicorn
from streamlit import config

if __name__ == "__main__":
    app = st.App(Path(__file__).with_name(os.environ["BENCH_BARE_PAGE"]).absolute())
    for option, value in {
        "runner.postScriptGC": False,
        "runner.magicEnabled": False,
        "browser.gatherUsageStats": False,
        "server.fileWatcherType": "none",
    }.items():
        config.set_option(option, value)
    uvicorn.run(app, host="127.0.0.1", port=int(os.environ["PORT"]), log_level="warning")
