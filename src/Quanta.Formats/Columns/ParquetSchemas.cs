using Parquet.Meta;

namespace Quanta.Formats.Columns;

/// <summary>A leaf of a Parquet schema: where values are.</summary>
/// <param name="Path">The names from the top to the leaf.</param>
/// <param name="Element">How the file describes it.</param>
/// <param name="Definition">The definition level of a value that is there.</param>
/// <param name="Repetition">How many lists it is within.</param>
/// <param name="InList">The definition level from which on the innermost list has an element, null or not; 0 where there is no list.</param>
/// <param name="IsNullable">Whether the whole column may be null in a row.</param>
internal sealed record ParquetLeaf(IReadOnlyList<string> Path, SchemaElement Element, int Definition, int Repetition, int InList, bool IsNullable)
{
    /// <summary>What lists of lists with the names around them can take: name, and list and element for each.</summary>
    public bool IsPlainList => Repetition is 1 or 2 && Path.Count <= 1 + (2 * Repetition);

    public bool IsString { get; } = Element.Type == Parquet.Meta.Type.BYTE_ARRAY
        && (Element.LogicalType?.STRING is not null || Element.ConvertedType == ConvertedType.UTF8);

    public bool IsWhole { get; } = Element.Type is Parquet.Meta.Type.INT32 or Parquet.Meta.Type.INT64
        && (Element.LogicalType is null || Element.LogicalType.INTEGER is not null)
        && Element.ConvertedType is null or (>= ConvertedType.UINT_8 and <= ConvertedType.INT_64);

    public string TypeName => IsString ? "string"
        : Element.ConvertedType is { } converted ? converted.ToString().ToLowerInvariant().Replace("_", "", StringComparison.Ordinal)
        : Element.Type == Parquet.Meta.Type.BYTE_ARRAY ? "binary"
        : Element.Type?.ToString().ToLowerInvariant() ?? "nothing";

    /// <summary>Makes the reader deliver what is stored, bytes or signed numbers: strings would have their invalid bytes replaced without a word.</summary>
    public void ForgetLogicalType() => (Element.LogicalType, Element.ConvertedType) = (null, null);
}

/// <summary>A top-level column with the leaves below it.</summary>
internal sealed record ParquetField(Column Column, IReadOnlyList<ParquetLeaf> Leaves);

/// <summary>Reads the flat list of elements that is a Parquet schema.</summary>
/// <remarks>Levels are those of the Parquet format: a value's definition level counts the optional and repeated elements above it that are there.</remarks>
internal sealed class ParquetSchemas(IReadOnlyList<SchemaElement> elements)
{
    private const int MostDepth = 64;
    private int _next = 1;

    /// <summary>The columns, in order.</summary>
    /// <exception cref="FormatException">The elements are no tree.</exception>
    public List<ParquetField> Fields()
    {
        var fields = new List<ParquetField>();
        while (_next < elements.Count)
        {
            var (top, leaves) = (elements[_next], new List<ParquetLeaf>());
            Collect(leaves, new ParquetLeaf([], top, Definition: 0, Repetition: 0, InList: 0, top.RepetitionType == FieldRepetitionType.OPTIONAL));
            fields.Add(new ParquetField(Describe(top.Name, leaves), leaves));
        }
        return fields;
    }

    private void Collect(List<ParquetLeaf> leaves, ParquetLeaf above)
    {
        if (_next >= elements.Count || above.Path.Count > MostDepth) throw new FormatException("its schema is no tree of columns");
        var element = elements[_next++];
        var here = new ParquetLeaf([.. above.Path, element.Name], element, above.Definition, above.Repetition, above.InList, above.IsNullable);
        if (element.RepetitionType is FieldRepetitionType.OPTIONAL or FieldRepetitionType.REPEATED) here = here with { Definition = here.Definition + 1 };
        if (element.RepetitionType == FieldRepetitionType.REPEATED) here = here with { Repetition = here.Repetition + 1, InList = here.Definition };
        if (element.Type is not null) leaves.Add(here);
        else for (var child = 0; child < element.NumChildren; child++) Collect(leaves, here);
    }

    private static Column Describe(string name, List<ParquetLeaf> leaves) => leaves switch
    {
        [{ Path.Count: 1, Repetition: 0 } leaf] => new Column(name, leaf.IsString ? ColumnContent.Text : ColumnContent.Other, leaf.TypeName),
        [{ IsPlainList: true } leaf] => new Column(
            name, leaf.IsWhole ? ColumnContent.Tokens : ColumnContent.Other, string.Concat(Enumerable.Repeat("list of ", leaf.Repetition)) + leaf.TypeName),
        _ => new Column(name, ColumnContent.Other, "nested"),
    };
}
