"""Reasoners of others, each behind the same few calls: HermiT, Konclude, rustdl."""
