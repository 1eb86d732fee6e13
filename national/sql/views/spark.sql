-- What the statements ask, flat. The one thing that engines write differently is taking a list apart.
CREATE TEMPORARY VIEW reports AS
SELECT period, substr(municipality_code, 1, 2) AS prefecture,
       municipality_code, municipality, id, done['text'] AS done, done['stages'] AS stages
FROM progress;
CREATE TEMPORARY VIEW stages AS
SELECT period, prefecture, municipality_code, municipality, id, entry['stage'] AS stage
FROM (SELECT period, prefecture, municipality_code, municipality, id, explode(stages) AS entry FROM reports) AS entries;
CREATE TEMPORARY VIEW figures AS
SELECT period, substr(municipality_code, 1, 2) AS prefecture,
       municipality_code, municipality, id, indicator, better,
       entry['kind'] AS kind, entry['fy'] AS fy, entry['value'] AS value
FROM (SELECT period, municipality_code, municipality, id, indicator, better, explode(`values`) AS entry FROM indicators) AS entries;
