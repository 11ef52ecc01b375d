-- IP-1, KO-1 and VE-1 by hand, as one query on the files of a snapshot, for 10 November 2026: what our own criteria are measured against.
WITH held AS (
  SELECT person, min(opened_on) FILTER (closed_on IS NULL OR closed_on > DATE '2026-11-10') AS first_open, min(opened_on) AS any_case
  FROM "case" WHERE opened_on <= DATE '2026-11-10' GROUP BY person
), need AS (
  SELECT person, CAST(min(since) + INTERVAL 1 MONTH AS DATE) AS offer_by FROM need
  WHERE long_term AND coordinated AND since <= DATE '2026-11-10' AND (met_on IS NULL OR met_on > DATE '2026-11-10') GROUP BY person
), offers AS (
  SELECT person, "of", unnest(arg_max(
    {'offered_on': offered_on, 'answer': CASE WHEN answered_on <= DATE '2026-11-10' THEN answer END,
     'answered_on': CASE WHEN answered_on <= DATE '2026-11-10' THEN answered_on END, 'again_on': again_on}, (offered_on, id)))
  FROM offer WHERE offered_on <= DATE '2026-11-10' AND "of" IN ('plan', 'coordinator') GROUP BY person, "of"
), answers AS (
  SELECT *, coalesce(again_on, answered_on + CASE answer WHEN 'no' THEN 365 WHEN 'later' THEN 90 END) AS ask_again_on,
    answer IN ('no', 'later') IS TRUE AS declined, answer = 'yes' IS TRUE AS yes FROM offers
), made AS (
  SELECT person, min(since) FILTER (state <> 'ended') AS begun, max(since) FILTER (state = 'ended') AS ended FROM plan
  WHERE kind = 'individual' AND since <= DATE '2026-11-10' GROUP BY person
), spells AS (
  SELECT person, since, least(coalesce(until, DATE '9999-12-31'), coalesce(staff_left_on, DATE '9999-12-31')) AS last,
    until IS NULL OR until >= DATE '2026-11-10' AS stands
  FROM coordination WHERE role IN ('coordinator', 'deputy') AND since <= DATE '2026-11-10'
), coordinated AS (
  SELECT person, min(since) FILTER (last >= DATE '2026-11-10') AS since, max(last) AS last_held,
    bool_or(stands AND last < DATE '2026-11-10') AS "left" FROM spells GROUP BY person
), known AS (
  SELECT p.person, p.known_since > DATE '2026-11-10' AS unknown, p.deceased_on <= DATE '2026-11-10' IS TRUE AS dead,
    h.first_open IS NOT NULL AS is_open, h.first_open IS NOT NULL OR h.any_case IS NULL AS served, n.offer_by
  FROM person AS p LEFT JOIN held AS h USING (person) LEFT JOIN need AS n USING (person)
), ip AS (
  SELECT k.*, k.served AND (k.offer_by IS NOT NULL OR a.yes IS TRUE) AS applies, m.begun IS NOT NULL AS has,
    m.ended IS NULL OR (a.offered_on > m.ended) IS TRUE AS after_end, a.*, m.begun
  FROM known AS k LEFT JOIN (SELECT * FROM answers WHERE "of" = 'plan') AS a ON a.person = k.person LEFT JOIN made AS m ON m.person = k.person
), ko AS (
  SELECT k.*, c.since IS NOT NULL AS has, c."left" IS TRUE AS has_left, c.last_held, a.*,
    (k.offer_by IS NOT NULL AND k.served) OR (k.is_open AND (a.yes IS TRUE OR c."left" IS TRUE OR c.since IS NOT NULL)) AS applies
  FROM known AS k LEFT JOIN (SELECT * FROM answers WHERE "of" = 'coordinator') AS a ON a.person = k.person
  LEFT JOIN coordinated AS c ON c.person = k.person
), told AS (
  SELECT 'IP-1' AS criterion, unknown, dead, applies, NOT has AND NOT after_end AS missing,
    has OR (declined IS TRUE AND after_end) AS met, CASE WHEN NOT has AND declined IS TRUE THEN ask_again_on END AS again, NULL AS done,
    CASE WHEN offered_on IS NULL THEN offer_by WHEN answer IS NULL THEN offered_on + 14
      ELSE CAST(answered_on + INTERVAL 1 MONTH AS DATE) END AS due FROM ip
  UNION ALL
  SELECT 'KO-1', unknown, dead, applies, false, has OR (NOT has_left AND declined IS TRUE),
    CASE WHEN NOT has THEN ask_again_on END, NULL, CASE WHEN yes IS TRUE THEN greatest(answered_on, coalesce(last_held, answered_on))
      WHEN has_left THEN last_held WHEN offered_on IS NULL THEN offer_by ELSE offered_on + 14 END FROM ko
  UNION ALL
  SELECT 'VE-1', p.known_since > DATE '2026-11-10', p.deceased_on <= DATE '2026-11-10' IS TRUE, true, false,
    e.replied_on <= DATE '2026-11-10' IS TRUE, NULL, e.replied_on, CAST(e.received_on + INTERVAL 1 MONTH AS DATE)
  FROM enquiry AS e JOIN person AS p USING (person) WHERE e.received_on <= DATE '2026-11-10'
)
SELECT criterion, CASE WHEN unknown THEN 'cannot' WHEN NOT applies THEN 'not_applicable' WHEN missing THEN 'cannot'
    WHEN NOT met AND dead THEN 'not_applicable' WHEN NOT met AND due IS NULL THEN 'cannot'
    WHEN met AND done > due THEN 'late'
    WHEN met AND (dead OR again IS NULL OR again >= DATE '2026-11-10') THEN 'met'
    WHEN NOT met AND due >= DATE '2026-11-10' THEN 'due' ELSE 'breached' END AS state, count(*)
FROM told GROUP BY ALL
