create table payment (
    order_id varchar(64) primary key,
    customer varchar(64) not null,
    cents bigint not null
);

-- What a department has done, each item once.
create table book (
    department varchar(32) not null,
    item varchar(64) not null,
    primary key (department, item)
);

create table catalog (
    id varchar(64) primary key,
    pages int not null,
    done int not null,
    bytes bigint not null
);
