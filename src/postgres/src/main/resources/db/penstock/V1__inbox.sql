-- What has been handled: one row for each message that an idempotent listener committed.
create table penstock_inbox (
    destination  varchar(249)  not null,
    subscription varchar(249)  not null,
    message_id   varchar(1024) not null,
    claimed_at   timestamptz   not null default now(),
    primary key (destination, subscription, message_id)
);

-- For the purge, which deletes the oldest first.
create index penstock_inbox_claimed_at on penstock_inbox (claimed_at);
