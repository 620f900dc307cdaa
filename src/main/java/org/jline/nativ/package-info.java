/**
 * Replaces one JLine class for a faster first prompt. The replacement must be in JLine's package, and metash's jar
 * before JLine's on the class path; this package contains no other class.
 */
package org.jline.nativ;
