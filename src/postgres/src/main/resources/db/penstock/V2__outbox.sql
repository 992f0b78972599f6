-- What is to be sent: one row for each message that a transaction has handed to the outbox.
create table penstock_outbox (
    id              bigint generated always as identity primary key,
    destination     varchar(249) not null check (destination <> ''),
    message_id      varchar(256) not null default gen_random_uuid()::text check (message_id <> ''),
    message_key     bytea,
    body            bytea,
    header_names    text[]       not null default '{}' check (array_position(header_names, null) is null),
    header_values   bytea[]      not null default '{}' check (array_position(header_values, null) is null),
    routing_key     text,
    priority        smallint     not null default 4 check (priority between 0 and 9),
    message_time    timestamptz,
    deliver_at      timestamptz,
    expires_at      timestamptz,
    -- Messages of one lane keep their order; those without a key have none.
    lane            bigint generated always as
                        (hashtextextended(destination::text || ':' || encode(message_key, 'hex'), 0)) stored,
    state           varchar(10)  not null default 'WAITING'
                        check (state in ('WAITING', 'NUMBERED', 'RETURNING', 'GIVING_UP', 'SENT', 'ABANDONED')),
    log_id          varchar(40),
    log_number      bigint,
    attempts        integer      not null default 0,
    next_attempt_at timestamptz  not null default now(),
    created_at      timestamptz  not null default now(),
    ended_at        timestamptz,
    problem         text,
    check (cardinality(header_names) = cardinality(header_values)),
    check (log_number is null or log_id is not null),
    check (state not in ('NUMBERED', 'RETURNING', 'GIVING_UP') or log_number is not null)
);

-- For the relay: what it may claim, what of a lane comes before, and what is on its way.
create index penstock_outbox_waiting on penstock_outbox (id) where state = 'WAITING';
create index penstock_outbox_lane on penstock_outbox (lane, id) where state in ('WAITING', 'RETURNING');
create index penstock_outbox_returned on penstock_outbox (log_id, lane, id)
    where state in ('WAITING', 'RETURNING') and log_id is not null;
create unique index penstock_outbox_on_the_way on penstock_outbox (log_id, log_number)
    where state in ('NUMBERED', 'RETURNING', 'GIVING_UP');

-- For those who look at what was given up, and for the deletion of what was sent.
create index penstock_outbox_abandoned on penstock_outbox (id) where state = 'ABANDONED';
create index penstock_outbox_sent on penstock_outbox (ended_at) where state = 'SENT';

-- The numbers of each log that an application on this database has: the producer that they are those of, and the next.
create table penstock_outbox_log (
    log_id      varchar(40)  primary key,
    producer    varchar(249) not null default 'penstock-outbox-' || gen_random_uuid()::text,
    next_number bigint       not null default 0
);

create function penstock_outbox_notify() returns trigger language plpgsql as $$
begin
    perform pg_notify('penstock_outbox', '');
    return null;
end
$$;

-- Wakes the relays when the transaction commits, whoever has inserted the rows.
create trigger penstock_outbox_notify after insert on penstock_outbox
    for each statement execute function penstock_outbox_notify();
