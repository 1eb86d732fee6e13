-- Reports whose text is that of the report before: how many of those that were reported before, by prefecture and period.
WITH paired AS (
  SELECT prefecture, period, done,
         lag(done) OVER (PARTITION BY municipality_code, municipality, id ORDER BY period) AS before
  FROM reports
)
SELECT prefecture, period, count(*) AS records, sum(CASE WHEN done = before THEN 1 ELSE 0 END) AS unchanged
FROM paired
WHERE before IS NOT NULL
GROUP BY prefecture, period
ORDER BY prefecture, period
