-- At which stage the initiatives are, by prefecture and period: the highest stage of what was done.
WITH ladder AS (
  SELECT * FROM (VALUES ('調査検討', 1), ('導入', 2), ('運用開始', 3), ('運用改善', 4), ('運用定着', 5)) AS steps (stage, step)
), highest AS (
  SELECT reports.period, reports.prefecture, reports.municipality_code, reports.municipality, reports.id, max(ladder.step) AS step
  FROM reports
  LEFT JOIN stages ON stages.municipality_code = reports.municipality_code AND stages.municipality = reports.municipality
    AND stages.period = reports.period AND stages.id = reports.id
  LEFT JOIN ladder ON ladder.stage = stages.stage
  GROUP BY reports.period, reports.prefecture, reports.municipality_code, reports.municipality, reports.id
)
SELECT highest.prefecture, highest.period, coalesce(ladder.stage, '―') AS stage, count(*) AS records
FROM highest LEFT JOIN ladder ON ladder.step = highest.step
GROUP BY highest.prefecture, highest.period, ladder.stage, ladder.step
ORDER BY highest.prefecture, highest.period, coalesce(ladder.step, 0)
