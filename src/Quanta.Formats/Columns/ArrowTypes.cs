using Apache.Arrow;
using Apache.Arrow.Types;

namespace Quanta.Formats.Columns;

/// <summary>Arrow's several layouts of strings, lists and whole numbers as one.</summary>
internal static class ArrowTypes
{
    public static ColumnContent ContentOf(IArrowType type) => type.TypeId switch
    {
        ArrowTypeId.String or ArrowTypeId.LargeString or ArrowTypeId.StringView => ColumnContent.Text,
        _ => ElementOf(type) is { } element && IsWhole(ElementOf(element) ?? element) ? ColumnContent.Tokens : ColumnContent.Other,
    };

    public static string NameOf(IArrowType type) => ElementOf(type) is { } element ? $"list of {NameOf(element)}" : type.Name;

    public static bool IsList(IArrowArray array) => ElementOf(array.Data.DataType) is not null;

    public static ReadOnlySpan<byte> Utf8Of(IArrowArray array, int row) => array switch
    {
        StringArray strings => strings.GetBytes(row),
        LargeStringArray strings => strings.GetBytes(row),
        StringViewArray strings => strings.GetBytes(row),
        _ => throw NoReader(array),
    };

    /// <summary>The elements of one row's list.</summary>
    public static IArrowArray ListOf(IArrowArray array, int row) => array switch
    {
        ListArray lists => lists.GetSlicedValues(row),
        LargeListArray lists => lists.GetSlicedValues(row),
        FixedSizeListArray lists => lists.GetSlicedValues(row),
        _ => throw NoReader(array),
    };

    /// <summary>All elements, none of which is null.</summary>
    public static long[] WholeNumbers(IArrowArray array) => array switch
    {
        Int32Array numbers => Widen(numbers.Values),
        Int64Array numbers => numbers.Values.ToArray(),
        Int16Array numbers => Widen(numbers.Values),
        Int8Array numbers => Widen(numbers.Values),
        UInt8Array numbers => Widen(numbers.Values),
        UInt16Array numbers => Widen(numbers.Values),
        UInt32Array numbers => Widen(numbers.Values),
        _ => throw NoReader(array),
    };

    private static long[] Widen<T>(ReadOnlySpan<T> values)
        where T : System.Numerics.IBinaryInteger<T>
    {
        var wide = new long[values.Length];
        for (var i = 0; i < wide.Length; i++) wide[i] = long.CreateChecked(values[i]);
        return wide;
    }

    private static IArrowType? ElementOf(IArrowType type) => type switch
    {
        ListType list => list.ValueDataType,
        LargeListType list => list.ValueDataType,
        FixedSizeListType list => list.ValueDataType,
        _ => null,
    };

    private static bool IsWhole(IArrowType type) => type.TypeId is ArrowTypeId.Int8 or ArrowTypeId.Int16 or ArrowTypeId.Int32 or ArrowTypeId.Int64
        or ArrowTypeId.UInt8 or ArrowTypeId.UInt16 or ArrowTypeId.UInt32;

    private static FormatException NoReader(IArrowArray array) => new($"there is no reader for its {array.Data.DataType.Name}");
}
