-- Indicators behind pace: the newest figure is on the wrong side of that year's target or, where the year has none,
-- of the straight line from the first figure to the last target.
WITH known AS (
  SELECT *,
         min(CASE WHEN kind IN ('baseline', 'actual') THEN fy END) OVER (PARTITION BY municipality_code, municipality, period, id) AS first_fy,
         max(CASE WHEN kind = 'actual' THEN fy END) OVER (PARTITION BY municipality_code, municipality, period, id) AS newest_fy,
         max(CASE WHEN kind = 'target' THEN fy END) OVER (PARTITION BY municipality_code, municipality, period, id) AS goal_fy
  FROM figures
  WHERE fy IS NOT NULL AND value IS NOT NULL
), line AS (
  SELECT prefecture, municipality_code, municipality, period, id, indicator, better, first_fy, newest_fy, goal_fy,
         max(CASE WHEN kind = 'actual' AND fy = newest_fy THEN value END) AS actual,
         max(CASE WHEN kind = 'target' AND fy = newest_fy THEN value END) AS target,
         max(CASE WHEN kind IN ('baseline', 'actual') AND fy = first_fy THEN value END) AS start,
         max(CASE WHEN kind = 'target' AND fy = goal_fy THEN value END) AS goal
  FROM known
  GROUP BY prefecture, municipality_code, municipality, period, id, indicator, better, first_fy, newest_fy, goal_fy
), pace AS (
  SELECT prefecture, municipality_code, municipality, period, id, indicator, newest_fy AS fy, actual, goal,
         coalesce(target, CASE WHEN goal_fy > first_fy
           THEN start + (goal - start) * (newest_fy - first_fy) / (goal_fy - first_fy) END) AS due,
         CASE WHEN better = 'higher' THEN 1 WHEN better = 'lower' THEN -1 WHEN goal > start THEN 1 WHEN goal < start THEN -1 END AS way
  FROM line
)
SELECT prefecture, municipality_code, municipality, period, id, indicator, fy, actual, round(due, 3) AS due, goal
FROM pace
WHERE (actual - due) * way < 0
ORDER BY prefecture, municipality_code, municipality, period, id
