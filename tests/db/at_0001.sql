-- A database as version 0.0.1 left it, in words that both databases take. It stays as it is when the tables change.
-- Two clinics; a child with a course that is over and a running one with a revised exercise, and what is recorded.

INSERT INTO clinic (
    name, time_zone, adherence_line_percent, least_coverage_percent, back_fill_days, days_without_entries,
    ill_days, created_at
) VALUES
    ('Riverside', 'America/New_York', 75, 60, 3, 4, 2, '2025-03-03 12:00:00.000000'),
    ('Hillside', 'UTC', 80, 70, 2, 3, 3, '2025-03-03 12:00:00.000000');

INSERT INTO account (clinic_id, role, name, sign_in_name, password_hash, created_at, disabled_at) VALUES
    (1, 'family', 'Dana', 'dana@example.org', '!', '2025-03-03 12:00:00.000000', NULL),
    (1, 'clinician', 'Pat', 'pat@example.org', '!', '2025-03-03 12:00:00.000000', NULL),
    (2, 'family', 'Iris', 'iris@example.org', '!', '2025-03-03 12:00:00.000000', '2025-03-04 06:30:15.000250');

INSERT INTO sign_in_session (account_id, token_hash, created_at, expires_at, revoked_at) VALUES
    (1, 'aaaaaaaa', '2025-03-03 12:00:00.000000', '2025-04-03 12:00:00.000000', NULL),
    (3, 'bbbbbbbb', '2025-03-03 12:00:00.000000', '2025-04-03 12:00:00.000000', '2025-03-04 06:30:15.000250');

INSERT INTO child (
    clinic_id, chosen_name, birth_month, amps_type, other_conditions, precautions, supporting_medication, created_at
) VALUES
    (1, 'Mia 🌱', '2011-05-01', 'diffuse', 'asthma', 'no jumping', '', '2025-03-03 12:00:00.000000'),
    (2, 'نور', NULL, NULL, '', '', '', '2025-03-03 12:00:00.000000');

INSERT INTO child_body_area (child_id, body_area) VALUES (1, 'back'), (1, 'knee');

INSERT INTO child_time_zone (child_id, valid_from, time_zone) VALUES
    (1, '2020-01-01', 'America/New_York'),
    (1, '2025-02-01', 'Europe/Paris');

INSERT INTO relationship (
    clinic_id, account_id, child_id, kind, level, household, starts_on, ends_on, created_at, revoked_at
) VALUES
    (1, 1, 1, 'guardian', 'record', 'Dana''s home', '2020-01-01', NULL, '2025-03-03 12:00:00.000000', NULL),
    (
        1, 2, 1, 'physical_therapist', 'prescribe', '', '2020-01-01', '2026-01-01', '2025-03-03 12:00:00.000000',
        '2025-03-04 06:30:15.000250'
    );

INSERT INTO episode (
    child_id, number, starts_on, ends_on, setting, expected_weeks, end_reason, end_note, created_at, created_by_id
) VALUES
    (
        1, 1, '2024-01-08', '2024-03-04', 'outpatient', 8, 'goals_reached', 'went well',
        '2025-03-03 12:00:00.000000', 2
    ),
    (1, 2, '2025-02-17', NULL, 'home', NULL, NULL, '', '2025-03-03 12:00:00.000000', NULL);

INSERT INTO line (child_id, episode_id, exercise, category) VALUES
    (1, 2, 'Stairs', 'functional'),
    (1, 2, 'Swim', 'aerobic');

INSERT INTO prescription (
    child_id, episode_id, line_id, replaces_id, valid_from, valid_to, weekdays, times_per_day, times_per_week,
    part_of_day, dose_kind, sets, reps, hold_seconds, total, instructions, reason, created_at, created_by_id,
    withdrawn_at, withdrawn_by_id, stop_reason, entered_in_error_at, entered_in_error_by_id, entered_in_error_reason
) VALUES
    (
        1, 2, 1, NULL, '2025-02-17', '2025-03-03', 127, 1, NULL,
        'evening', 'sets_reps', 3, 5, 10, 15.0, 'slowly', '', '2025-03-03 12:00:00.000000', 2,
        NULL, NULL, '', NULL, NULL, ''
    ),
    (
        1, 2, 1, 1, '2025-03-03', NULL, 31, 2, NULL,
        'any', 'count', NULL, NULL, NULL, 12.5, '', 'going well', '2025-03-04 06:30:15.000250', 2,
        NULL, NULL, '', NULL, NULL, ''
    ),
    (
        1, 2, 2, NULL, '2025-02-17', NULL, NULL, 1, 3,
        'any', 'minutes', NULL, NULL, NULL, 20.0, '', '', '2025-03-03 12:00:00.000000', 2,
        '2025-03-04 06:30:15.000250', 2, '', '2025-03-04 06:30:15.000250', 2, 'another child''s'
    );

INSERT INTO plan_pause (
    child_id, episode_id, from_day, to_day, reason, created_at, created_by_id, withdrawn_at, withdrawn_by_id
) VALUES
    (1, 2, '2025-02-24', '2025-02-25', 'holiday', '2025-03-03 12:00:00.000000', 2, NULL, NULL);

INSERT INTO completion (
    child_id, prescription_id, performed_on, slot, state, amount, barrier, reporter, late_reason, replaces_id,
    recorded_at, recorded_by_id, withdrawn_at, withdrawn_by_id
) VALUES
    (
        1, 1, '2025-02-18', 1, 'partly', 7.5, NULL, 'parent', '', NULL,
        '2025-03-03 12:00:00.000000', 1, '2025-03-04 06:30:15.000250', 1
    ),
    (1, 1, '2025-02-18', 1, 'done', NULL, NULL, 'parent', '', 1, '2025-03-04 06:30:15.000250', 1, NULL, NULL),
    (
        1, 1, '2025-02-19', 1, 'not_done', NULL, 'tired', 'clinician', 'by phone', NULL,
        '2025-03-03 12:00:00.000000', 2, NULL, NULL
    );

INSERT INTO note (
    child_id, prescription_id, performed_on, slot, text, readers, household, written_at, written_by_id,
    withdrawn_at, withdrawn_by_id
) VALUES
    (
        1, 1, '2025-02-18', 1, 'windy', 'team_and_household', 'Dana''s home', '2025-03-03 12:00:00.000000', 1,
        NULL, NULL
    );

INSERT INTO day_mark (
    child_id, day, mark, late_reason, recorded_at, recorded_by_id, withdrawn_at, withdrawn_by_id
) VALUES
    (1, '2025-02-20', 'ill', '', '2025-03-03 12:00:00.000000', 1, NULL, NULL),
    (1, '2025-02-21', 'away', '', '2025-03-03 12:00:00.000000', 1, '2025-03-04 06:30:15.000250', 1);

INSERT INTO access_log (at, clinic_id, account_id, session_id, child_id, access, what, subject) VALUES
    ('2025-03-03 12:00:00.000000', 1, 1, 1, 1, 'look', 'today', ''),
    ('2025-03-04 06:30:15.000250', 1, 1, 1, 1, 'change', 'answer', 'completion 2');
