/**
 * A report on a store for a ticket or a hand-over. {@link io.metash.report.ReportBuilder} collects what is known into a
 * {@link io.metash.report.StoreReport}; {@link io.metash.report.HtmlPage} and {@link io.metash.report.MarkdownPage} write it. The
 * page is one file that asks no other host for anything; secrets are never collected.
 */
package io.metash.report;
