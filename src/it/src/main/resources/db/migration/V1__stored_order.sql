create table stored_order (
    id     bigint generated always as identity primary key,
    queue  varchar(100) not null,
    number varchar(100) not null
);
