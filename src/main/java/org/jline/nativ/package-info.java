/**
 * One class in the place of JLine's own of the same name, for the time until the first prompt. It has to stand in
 * JLine's package, and metash's jar before JLine's on the class path; nothing else belongs here.
 */
package org.jline.nativ;
