"""The ground floor: what is recorded. Tables, every line of SQL, the engine and the migrations.

Imports neither `tracker` nor `pages`.
"""
