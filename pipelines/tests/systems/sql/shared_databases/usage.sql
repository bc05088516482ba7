WITH counted AS (
    SELECT period_type, period, months, database, sum(requests)::BIGINT AS requests, sum(failed)::BIGINT AS failed,
        sum(records_shared)::BIGINT AS records_shared, sum(response_ms)::BIGINT AS response_ms
    FROM period JOIN usage_day ON day BETWEEN first_day AND last_day
    GROUP BY ALL
)
SELECT *, pct(failed, requests) AS failed_pct, average(response_ms, requests) AS response_ms_mean FROM counted
