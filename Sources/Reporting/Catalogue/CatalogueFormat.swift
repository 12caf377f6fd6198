/// How the catalogue is written out.
package enum CatalogueFormat: String, Sendable, CaseIterable {
  case text, json, csv
}
