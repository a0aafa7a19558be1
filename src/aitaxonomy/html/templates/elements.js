// Elements of a page: found, made, focused, and heard.
"use strict"

/** Returns the element of a name that the page has. */
const get = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id))

/** Makes an element with attributes and children; texts are never taken for markup.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag @param {{[name: string]: string | number | boolean | undefined}} attributes
 * @param {(Node | string)[]} children */
function make(tag, attributes = {}, ...children) {
  const made = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes))
    if (value !== undefined && value !== false) made.setAttribute(name, value === true ? "" : String(value))
  made.append(...children)
  return made
}

/** Moves the focus to what is there. @param {Element} within @param {string} selector @param {FocusOptions} [how] */
function focusOn(within, selector, how) {
  const found = within.querySelector(selector)
  if (found instanceof HTMLElement) found.focus(how)
}

/** Returns a function that waits until it is called no more for a moment. @param {() => void} run */
function later(run) {
  let waiting = 0
  return () => {
    clearTimeout(waiting)
    waiting = window.setTimeout(run, 120)
  }
}
