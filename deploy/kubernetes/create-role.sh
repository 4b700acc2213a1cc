#!/bin/sh
# The kit's account and its database, made when PostgreSQL's data are made: its image runs what lies
# in /docker-entrypoint-initdb.d. The account may do nothing outside of its database.
set -eu
psql --username postgres --dbname postgres --no-psqlrc --set ON_ERROR_STOP=1 <<'SQL'
\set password `cat "$ROLE_PASSWORD_FILE"`
CREATE ROLE kit LOGIN PASSWORD :'password';
CREATE DATABASE kit OWNER kit;
REVOKE CONNECT ON DATABASE kit FROM PUBLIC;
SQL
