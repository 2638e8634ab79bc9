"""Rows become small frames; frames become figures, tables and sentences. No Streamlit, no database, no clock."""
