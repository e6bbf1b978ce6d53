create table t(id integer primary key, k text, v real);
with recursive n(i) as (select 1 union all select i + 1 from n where i < 5000)
  insert into t select i, 'key' || ((i * 7919) % 1009), i / 8.0 from n;
create index tk on t(k);
select count(*), count(distinct k), sum(v), max(length(k)) from t;
select k, count(*), sum(v) from t group by k order by count(*) desc, k limit 3;
update t set v = v * 2 where k like 'key1%';
delete from t where id % 3 = 0;
select count(*), sum(v), min(id), total(id) from t join (select k as j from t where id < 100) on j = k;
with recursive fib(a, b, n) as (select 0, 1, 1 union all select b, a + b, n + 1 from fib where n < 90) select max(a) from fib;
pragma integrity_check;
