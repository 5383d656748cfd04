using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Pat.Core.Lanes;

namespace Pat.Core.Dynamics;

/// <summary>Lane functions as methods on plain vectors, for generated code to call; they are inlined there.</summary>
internal static class LaneCalls
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Of512<TOp>(Vector512<float> x) where TOp : struct, ILaneUnary =>
        Unsafe.BitCast<Lane512, Vector512<float>>(default(TOp).Apply(Unsafe.BitCast<Vector512<float>, Lane512>(x)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Of512<TOp>(Vector512<float> a, Vector512<float> b) where TOp : struct, ILaneBinary =>
        Unsafe.BitCast<Lane512, Vector512<float>>(default(TOp).Apply(Unsafe.BitCast<Vector512<float>, Lane512>(a), Unsafe.BitCast<Vector512<float>, Lane512>(b)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> WhereLess512(Vector512<float> a, Vector512<float> b, Vector512<float> yes, Vector512<float> no) =>
        Vector512.ConditionalSelect(Vector512.LessThan(a, b), yes, no);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> NegatedMultiplyAdd512(Vector512<float> a, Vector512<float> b, Vector512<float> c) => Vector512.FusedMultiplyAdd(-a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> MultiplySubtract512(Vector512<float> a, Vector512<float> b, Vector512<float> c) => Vector512.FusedMultiplyAdd(a, b, -c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Of256<TOp>(Vector256<float> x) where TOp : struct, ILaneUnary =>
        Unsafe.BitCast<Lane256, Vector256<float>>(default(TOp).Apply(Unsafe.BitCast<Vector256<float>, Lane256>(x)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Of256<TOp>(Vector256<float> a, Vector256<float> b) where TOp : struct, ILaneBinary =>
        Unsafe.BitCast<Lane256, Vector256<float>>(default(TOp).Apply(Unsafe.BitCast<Vector256<float>, Lane256>(a), Unsafe.BitCast<Vector256<float>, Lane256>(b)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> WhereLess256(Vector256<float> a, Vector256<float> b, Vector256<float> yes, Vector256<float> no) =>
        Vector256.ConditionalSelect(Vector256.LessThan(a, b), yes, no);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> NegatedMultiplyAdd256(Vector256<float> a, Vector256<float> b, Vector256<float> c) => Vector256.FusedMultiplyAdd(-a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> MultiplySubtract256(Vector256<float> a, Vector256<float> b, Vector256<float> c) => Vector256.FusedMultiplyAdd(a, b, -c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Of128<TOp>(Vector128<float> x) where TOp : struct, ILaneUnary =>
        Unsafe.BitCast<Lane128, Vector128<float>>(default(TOp).Apply(Unsafe.BitCast<Vector128<float>, Lane128>(x)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Of128<TOp>(Vector128<float> a, Vector128<float> b) where TOp : struct, ILaneBinary =>
        Unsafe.BitCast<Lane128, Vector128<float>>(default(TOp).Apply(Unsafe.BitCast<Vector128<float>, Lane128>(a), Unsafe.BitCast<Vector128<float>, Lane128>(b)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> WhereLess128(Vector128<float> a, Vector128<float> b, Vector128<float> yes, Vector128<float> no) =>
        Vector128.ConditionalSelect(Vector128.LessThan(a, b), yes, no);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> NegatedMultiplyAdd128(Vector128<float> a, Vector128<float> b, Vector128<float> c) => Vector128.FusedMultiplyAdd(-a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> MultiplySubtract128(Vector128<float> a, Vector128<float> b, Vector128<float> c) => Vector128.FusedMultiplyAdd(a, b, -c);
}
