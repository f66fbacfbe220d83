/** Chat templates: messages to the text of a prompt. */
package io.dsd.model.chat;
