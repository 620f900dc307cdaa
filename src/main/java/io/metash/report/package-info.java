/**
 * A report on a store for a ticket or a hand-over. {@link io.metash.report.ReportBuilder} collects the facts in a
 * {@link io.metash.report.StoreReport}; {@link io.metash.report.HtmlPage} and {@link io.metash.report.MarkdownPage}
 * write it. The page is one file without external resources; secrets are never collected.
 */
@NullMarked
package io.metash.report;

import org.jspecify.annotations.NullMarked;
