-- Số liệu được báo cáo, chữ tiếng Việt.
-- Reported figures, Vietnamese texts.
CREATE VIEW reporting.reported_figures_vi (
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
    indicator_name,
    indicator_name || ': ' || replace(figure, ' ', chr(160)),
    figure,
    value,
    share,
    unit,
    period,
    place_code,
    place,
    statement,
    source_title,
    source_date,
    sector,
    dataset,
    dataset_title,
    '<a href="/dataset/' || dataset || '">' || dataset_title || '</a>'
FROM reporting.reported_figures
