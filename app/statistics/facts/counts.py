"""Counts by one trait at a time, kept with every change of a fact: what a dashboard reads instead of every claim.

Two measures, because every claim is decided, ended without a decision, or waits: `decided` and `ended` by the days that it took,
`waiting` by the day of filing (in days since 1970); and `open` by the day of filing, its stage and the first day on which it is late.
`month` is the first day of the month of filing.
"""

# A claim that no limit makes late. The driver takes the last day that Python has for this, and the other way round.
NEVER_LATE = "infinity"
DIMENSIONS = ("all", "office", "origin", "sex", "age_group", "modality", "instance")
CELL = ("dimension", "value", "unit", "measure", "month", "day", "due", "label")

# Each claim once for each measure, counted by each trait in one pass; a bit of `rest` is set where a trait is left out.
_MEASURED = f"""
select f.principal, f.office_id::text as office, coalesce(f.origin, '') as origin, f.sex, f.age_group, f.modality, f.instance,
       m.measure, date_trunc('month', f.filed_on)::date as month, m.day, m.due, m.label
  from claim_facts f
 cross join lateral (values
   (case when f.decided_at is not null then 'decided' when f.open then 'waiting' else 'ended' end,
    case when f.decided_at is not null then f.decision_days when f.open then f.filed_on - date '1970-01-01' else f.closed_days end,
    date '{NEVER_LATE}', coalesce(f.first_counts_as, ''), true),
   ('open', f.filed_on - date '1970-01-01', coalesce(f.late_on, date '{NEVER_LATE}'), f.stage, f.open)) m (measure, day, due, label, counts)
 where m.counts {{which}}
"""  # noqa: S608 - put together from constants
_CELLS = f"""
select case rest when 31 then 'office' when 47 then 'origin' when 55 then 'sex' when 59 then 'age_group' when 61 then 'modality'
                 when 62 then 'instance' else 'all' end as dimension,
       coalesce(office, origin, sex, age_group, modality, instance, '') as value,
       unit, measure, month, day, due, label, n
  from (select grouping(office, origin, sex, age_group, modality, instance) as rest, office, origin, sex, age_group, modality, instance,
               measure, month, day, due, label, count(*)::int as persons, (count(*) filter (where principal))::int as cases
          from ({_MEASURED}) measured
         group by grouping sets (
           (measure, month, day, due, label), (office, measure, month, day, due, label), (origin, measure, month, day, due, label),
           (sex, measure, month, day, due, label), (age_group, measure, month, day, due, label),
           (modality, measure, month, day, due, label), (instance, measure, month, day, due, label))) counted
 cross join lateral (values ('persons', persons), ('cases', cases)) u (unit, n)
 where n > 0
"""  # noqa: S608 - the same

# The counts of some cases: taken before and after their facts are written anew.
OF_CASES = _CELLS.format(which="and f.case_id = any ($1::uuid[])")
CHANGE = """
insert into fact_counts as kept (dimension, value, unit, measure, month, day, due, label, n)
select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::date[], $6::int4[], $7::date[], $8::text[], $9::int4[])
on conflict (dimension, value, unit, measure, month, day, due, label) do update set n = kept.n + excluded.n
"""
FORGET_NOTHING = "delete from fact_counts where n = 0"
# So that counting all keeps in memory what it counts by.
ROOM = "select set_config('work_mem', '128MB', true)"
# Only what is otherwise is written: mostly nothing.
_FOUND = f"create temporary table found_counts on commit drop as {_CELLS.format(which='')}"
_SAME = " and ".join(f"kept.{column} = found.{column}" for column in CELL)
_RECOUNT = f"""
merge into fact_counts as kept using found_counts as found on {_SAME}
 when matched and kept.n <> found.n then update set n = found.n
 when not matched then insert ({", ".join(CELL)}, n) values ({", ".join(f"found.{column}" for column in CELL)}, found.n)
"""  # noqa: S608 - the same
_GONE = f"delete from fact_counts as kept where not exists (select from found_counts as found where {_SAME})"  # noqa: S608 - the same
ANEW = (ROOM, _FOUND, _RECOUNT, _GONE)
