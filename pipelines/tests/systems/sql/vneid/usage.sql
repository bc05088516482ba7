WITH counted AS (
    SELECT frame.* EXCLUDE (first_day, last_day), coalesce(sum(by_password + by_qr), 0)::BIGINT AS sign_ins,
        coalesce(sum(by_password), 0)::BIGINT AS by_password, coalesce(sum(by_qr), 0)::BIGINT AS by_qr,
        coalesce(sum(certificates_requested), 0)::BIGINT AS certificates_requested,
        coalesce(sum(certificates_issued), 0)::BIGINT AS certificates_issued
    FROM frame JOIN member USING (scope, unit_code)
    LEFT JOIN usage_day ON usage_day.agency_code = member.agency_code AND day BETWEEN first_day AND last_day
    GROUP BY ALL
)
SELECT *, pct(by_qr, sign_ins) AS by_qr_pct FROM counted
