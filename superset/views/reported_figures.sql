-- Số liệu được báo cáo, thêm phần để hiển thị: «figure» là con số như nguồn nêu, kèm mức chính xác và đơn vị;
-- «share» là tỷ lệ phần trăm viết thành phần của một. Cổng không sửa, không suy ra số nào khác.
-- Reported figures with what a page shows: “figure” is the number as stated, with its qualifier and unit; “share” is a
-- percentage as a part of one. The portal neither alters a figure nor derives another.
CREATE VIEW reporting.reported_figures (
    sector,
    dataset,
    dataset_title,
    dataset_title_en,
    indicator_code,
    indicator_name,
    indicator_name_en,
    value,
    share,
    figure,
    figure_en,
    unit,
    unit_en,
    period,
    place_code,
    place,
    place_en,
    statement,
    statement_en,
    source_title,
    source_title_en,
    source_date
) AS
WITH written AS (
    SELECT
        *,
        rtrim(to_char(value, 'FM999,999,999,990.999'), '.') AS digits
    FROM reporting.reported_rows
)

SELECT
    sector,
    dataset,
    dataset_title,
    dataset_title_en,
    indicator_code,
    indicator_name,
    indicator_name_en,
    value,
    CASE WHEN unit = '%' THEN value / 100 END,
    CASE
        WHEN value IS NULL THEN '—'
        ELSE concat_ws(
            ' ',
            CASE qualifier
                WHEN 'exactly' THEN NULL
                WHEN 'more_than' THEN 'hơn'
                WHEN 'nearly' THEN 'gần'
                WHEN 'up_to' THEN 'tới'
                ELSE qualifier
            END,
            translate(digits, ',.', '.,'),
            unit
        )
    END,
    CASE
        WHEN value IS NULL THEN '—'
        ELSE concat_ws(
            ' ',
            CASE qualifier
                WHEN 'exactly' THEN NULL
                WHEN 'more_than' THEN 'more than'
                WHEN 'nearly' THEN 'nearly'
                WHEN 'up_to' THEN 'up to'
                ELSE qualifier
            END,
            digits,
            unit_en
        )
    END,
    unit,
    unit_en,
    period,
    place_code,
    place,
    place_en,
    statement,
    statement_en,
    source_title,
    source_title_en,
    source_date
FROM written
