-- Số liệu được báo cáo, chữ tiếng Anh.
-- Reported figures, English texts.
CREATE VIEW reporting.reported_figures_en (
    indicator_code,
    indicator,
    indicator_with_figure,
    figure,
    value,
    share,
    unit,
    period,
    place_code,
    place,
    statement,
    source,
    source_date,
    sector,
    dataset,
    dataset_title,
    dataset_link
) AS
SELECT
    indicator_code,
    indicator_name_en,
    indicator_name_en || ': ' || replace(figure_en, ' ', chr(160)),
    figure_en,
    value,
    share,
    unit_en,
    period,
    place_code,
    place_en,
    statement_en,
    source_title_en,
    source_date,
    sector,
    dataset,
    dataset_title_en,
    '<a href="/en/dataset/' || dataset || '">' || dataset_title_en || '</a>'
FROM reporting.reported_figures
