/** What the text of each licence says and no other's does, on one line and without marks of comments. */
const phrases = {
  MIT: /Permission is hereby granted, free of charge, to any person obtaining a copy/,
  'Apache-2.0': /Apache License,? Version 2\.0/,
  'BSD-2-Clause': /Redistributions? of source code must retain|Redistributions in binary form must reproduce/,
  'BSD-3-Clause': /Neither the name/,
  ISC: /Permission to use, copy, modify, and( or)? distribute this software for any/,
  '0BSD': /Permission to use, copy, modify, and or distribute this software for any/,
  Unlicense: /This is free and unencumbered software released into the public domain/,
  'PSF-2.0': /PYTHON SOFTWARE FOUNDATION LICENSE VERSION 2/,
  Zlib: /This software is provided 'as-is', without any express or implied warranty/,
}
/** Words for the same licence in the metadata of packages. */
const words = {
  MIT: /^(The )?MIT( License)?$/i,
  'Apache-2.0':
    /^(Apache[ -](Software )?(License)?[ ,]*(Version )?2\.0|Apache Software License|The Apache Software License, Version 2\.0|Apache 2(\.0)?)$/i,
  'BSD-2-Clause': /^(BSD-2-Clause|BSD License)$/i,
  'BSD-3-Clause': /^(BSD-3-Clause|BSD License)$/i,
  'PSF-2.0': /^(PSF-2\.0|Python Software Foundation License)$/i,
}

/** Throws unless both the metadata of a package and its licence file say what its origin expects. */
export function checkLicence({ client, name, licence }, stated, licenceText) {
  const refuse = (reason) => new Error(`${name}: ${reason}. The sample takes nothing whose licence is not certain.`)
  const choices = licence.split(' OR ')
  const isStated = stated === licence || choices.every((each) => words[each]?.test(stated)) || isSameChoice(stated, choices)
  if (stated === null && client !== 'go') throw refuse('its metadata names no licence')
  if (stated !== null && !isStated) throw refuse(`its metadata says "${stated}", not ${licence}`)
  if (!holdsLicence(licence, licenceText)) throw refuse(`no licence file of it holds the text of ${licence}`)
}

/** Whether a text holds one of the licences, be it as a file of its own or in a comment at the head of one. */
export function holdsLicence(licence, text) {
  const plain = text.replaceAll(/[\s*#/]+/g, ' ')
  return licence.split(' OR ').some((each) => phrases[each]?.test(plain))
}

/** Throws unless the licence file of a part, which another project wrote, holds what is expected of it. */
export function checkPart({ name }, { under, licence }, licenceText) {
  if (!holdsLicence(licence, licenceText)) throw new Error(`${name}: no licence file in ${under} holds the text of ${licence}.`)
}

function isSameChoice(stated, choices) {
  const given = (stated ?? '').split(/ OR |\//).map((each) => each.trim())
  return given.length === choices.length && given.every((each) => choices.includes(each))
}
