-- +goose Up
-- When a role was given, for deadlines that begin with it: 0 for unknown.
-- The proof is a keyed hash: a moment that was slipped in is none.
alter table account_role add column since integer not null default 0;
alter table account_role add column proof blob;

-- When a version of a rule document first ruled here. Deadlines begin no
-- earlier: nobody could read it before.
create table rule_version(
    org      text    not null,
    owner    text    not null, -- the organisation whose document it is, '' for our own
    document text    not null,
    version  integer not null,
    since    integer not null,
    proof    blob    not null, -- keyed hash
    primary key (org, owner, document, version)
) without rowid;

-- Accepted rule documents: which version, which words, under which rulebook,
-- and the clauses that were confirmed one by one.
create table account_acceptance(
    org      text    not null,
    account  blob    not null,
    owner    text    not null,
    document text    not null,
    version  integer not null,
    digest   blob    not null, -- of the words that were read
    rulebook blob    not null, -- the rulebook in force, for the differences later
    attested text    not null, -- ids, by spaces
    accepted integer not null,
    entry    integer not null, -- the ledger's entry of the acceptance
    proof    blob    not null, -- keyed hash: an acceptance that was slipped in is none
    primary key (org, account, owner, document, version)
) without rowid;
