"""Counts by one trait at a time, kept with every change of a fact: what a dashboard reads instead of every claim.

Two measures, because every claim is decided, ended without a decision, or waits: `decided` and `ended` by the days that it took,
`waiting` by the day of filing (in days since 1970); and `open` by the day of filing, its stage and the first day on which it is late.
`month` is the first day of the month of filing.
"""

# A claim that no limit makes late.
NEVER_LATE = "9999-12-31"
DIMENSIONS = ("all", "office", "origin", "sex", "age_group", "modality", "instance")

_CELLS = f"""
select d.dimension, d.value, u.unit, m.measure, date_trunc('month', f.filed_on)::date as month, m.day, m.due, m.label,
       count(*)::int as n
  from claim_facts f
 cross join lateral (values ('persons', true), ('cases', f.principal)) u (unit, counts)
 cross join lateral (values
   ('all', ''), ('office', f.office_id::text), ('origin', coalesce(f.origin, '')), ('sex', f.sex), ('age_group', f.age_group),
   ('modality', f.modality), ('instance', f.instance)) d (dimension, value)
 cross join lateral (values
   (case when f.decided_at is not null then 'decided' when f.open then 'waiting' else 'ended' end,
    case when f.decided_at is not null then f.decision_days when f.open then f.filed_on - date '1970-01-01' else f.closed_days end,
    date '{NEVER_LATE}', coalesce(f.first_counts_as, ''), true),
   ('open', f.filed_on - date '1970-01-01', coalesce(f.late_on, date '{NEVER_LATE}'), f.stage, f.open)) m (measure, day, due, label, counts)
 where u.counts and m.counts {{which}}
 group by 1, 2, 3, 4, 5, 6, 7, 8
"""  # noqa: S608 - put together from constants

# The counts of some cases, taken away before their facts are written anew and given back after; in one order, so that two who keep
# counts never wait for each other in a circle.
CHANGE = f"""
insert into fact_counts (dimension, value, unit, measure, month, day, due, label, n)
select dimension, value, unit, measure, month, day, due, label, $2 * n from ({_CELLS.format(which="and f.case_id = any ($1::uuid[])")}) cells
 order by 1, 2, 3, 4, 5, 6, 7, 8
on conflict (dimension, value, unit, measure, month, day, due, label) do update set n = fact_counts.n + excluded.n
"""  # noqa: S608 - the same
FORGET_NOTHING = "delete from fact_counts where n = 0"
ANEW = ("delete from fact_counts", f"insert into fact_counts {_CELLS.format(which='')}")
