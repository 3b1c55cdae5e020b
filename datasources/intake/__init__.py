"""Rows are checked and land, with their ledger, in one transaction."""
