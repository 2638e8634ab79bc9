-- The weekly figures of one child's first episode, written for SQLite by hand: every occurrence of a daily
-- exercise is a row (slot 1, every weekday), a weekly count is one row a treatment week.
WITH RECURSIVE
  episode_days(day, n) AS (
    SELECT starts_on, 0 FROM episode WHERE child_id = :child AND number = 1
    UNION ALL
    SELECT date(day, '+1 day'), n + 1 FROM episode_days WHERE day < date(:today, '+6 days')
  ),
  days AS (
    SELECT
      day,
      n / 7 + 1 AS week,
      EXISTS (
        SELECT 1 FROM plan_pause AS p
        WHERE p.child_id = :child AND p.withdrawn_at IS NULL AND day BETWEEN p.from_day AND p.to_day
      ) AS paused,
      EXISTS (
        SELECT 1 FROM day_mark AS m WHERE m.child_id = :child AND m.day = episode_days.day AND m.withdrawn_at IS NULL
      ) AS marked
    FROM episode_days
    WHERE n / 7 <= (julianday(:today) - julianday((SELECT starts_on FROM episode WHERE child_id = :child))) / 7
  ),
  plan AS MATERIALIZED (
    SELECT id, valid_from, coalesce(valid_to, '9999-12-31') AS valid_to, times_per_week, total
    FROM prescription
    WHERE child_id = :child AND withdrawn_at IS NULL AND entered_in_error_at IS NULL
  ),
  entries AS (
    SELECT
      p.id AS prescription, p.times_per_week, d.day, d.week, d.paused, d.marked, c.state,
      CASE c.state
        WHEN 'done' THEN 1.0
        WHEN 'not_done' THEN 0.0
        WHEN 'partly' THEN CASE WHEN c.amount IS NULL OR p.total IS NULL THEN 0.5 ELSE min(1.0, c.amount / p.total) END
      END AS credit
    FROM days AS d
    JOIN plan AS p ON d.day >= p.valid_from AND d.day < p.valid_to
    LEFT JOIN completion AS c
      ON c.child_id = :child AND c.performed_on = d.day AND c.prescription_id = p.id AND c.slot = 1
      AND c.withdrawn_at IS NULL AND c.performed_on <= :today
  ),
  daily AS (
    SELECT
      week,
      sum(NOT (paused OR state IS 'excused' OR (marked AND state IS NULL))) AS due,
      sum(NOT paused AND (credit IS NOT NULL OR (state IS NULL AND NOT marked AND day < :today))) AS settled,
      sum(paused OR state IS 'excused' OR (marked AND state IS NULL)) AS excused,
      sum(NOT paused AND NOT marked AND state IS NULL AND day < :today) AS without_entry,
      total(CASE WHEN NOT paused THEN credit END) AS credit,
      sum(NOT paused AND credit IS 1.0) AS full_count
    FROM entries
    WHERE times_per_week IS NULL
    GROUP BY week
  ),
  ranked AS (
    SELECT
      prescription, week, times_per_week, paused, marked, state, credit, day,
      row_number() OVER (
        PARTITION BY prescription, week ORDER BY (credit IS NULL OR paused), credit DESC
      ) AS place,
      sum(NOT paused AND (NOT marked OR state IS NOT NULL)) OVER (PARTITION BY prescription, week) AS d,
      sum(NOT paused AND state IS 'excused') OVER (PARTITION BY prescription, week) AS e,
      max(day) OVER (PARTITION BY week) AS last_day
    FROM entries
    WHERE times_per_week IS NOT NULL
  ),
  weekly AS (
    SELECT
      week,
      due,
      CASE WHEN week_over THEN due ELSE answered END AS settled,
      excused,
      CASE WHEN week_over THEN due - answered ELSE 0 END AS without_entry,
      credit,
      full_count
    FROM (
      SELECT
        week,
        (2 * times_per_week * d + 7) / 14 - min(e, (2 * times_per_week * d + 7) / 14) AS due,
        min(e, (2 * times_per_week * d + 7) / 14) AS excused,
        sum(NOT paused AND credit IS NOT NULL
          AND place <= (2 * times_per_week * d + 7) / 14 - min(e, (2 * times_per_week * d + 7) / 14)) AS answered,
        total(CASE WHEN NOT paused
          AND place <= (2 * times_per_week * d + 7) / 14 - min(e, (2 * times_per_week * d + 7) / 14)
          THEN credit END) AS credit,
        sum(NOT paused AND credit IS 1.0
          AND place <= (2 * times_per_week * d + 7) / 14 - min(e, (2 * times_per_week * d + 7) / 14)) AS full_count,
        max(last_day) < :today AS week_over
      FROM ranked
      GROUP BY prescription, week
    )
  )
SELECT week, sum(due), sum(settled), sum(excused), sum(without_entry), sum(credit), sum(full_count)
FROM (SELECT * FROM daily UNION ALL SELECT * FROM weekly)
GROUP BY week
ORDER BY week;
